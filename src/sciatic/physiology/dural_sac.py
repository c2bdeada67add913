"""Pressure among the roots of the cauda equina against the area that is left to the dural sac.

Above the critical area the fluid gives way; below it the packed roots are squeezed like one soft
solid in logarithmic strain: P = E ln(critical / area). The modulus E is that of a nerve pressed
around in another laboratory (ju2006), so only the critical area is calibrated (val052).
"""

from __future__ import annotations

import math

from sciatic.physiology.blood_flow import check_pressure
from sciatic.physiology.pressure_constants import constant


def sac_pressure_mmhg(area_mm2: float, critical_mm2: float | None = None) -> float:
    """Pressure among the roots, in mmHg; 0 from the critical area up.

    Args:
        area_mm2: cross-section of the dural sac, above 0.
        critical_mm2: area at which the pressure first rises; the mean of cadavers if not given.

    Raises:
        ValueError: an area of 0 or less.
    """
    critical = constant("sac_critical_mm2") if critical_mm2 is None else critical_mm2
    for name, area in (("area_mm2", area_mm2), ("critical_mm2", critical)):
        if not 0 < area < math.inf:
            raise ValueError(f"{name} is {area:g}; give the area of the dural sac above 0 mm2")
    return constant("root_modulus_mmhg") * max(0.0, math.log(critical / area_mm2))


def sac_area_mm2(pressure_mmhg: float, critical_mm2: float | None = None) -> float:
    """Area at which the roots are under ``pressure_mmhg``: the inverse, in mm2.

    Raises:
        ValueError: a negative pressure.
    """
    check_pressure(pressure_mmhg)
    critical = constant("sac_critical_mm2") if critical_mm2 is None else critical_mm2
    return critical * math.exp(-pressure_mmhg / constant("root_modulus_mmhg"))
