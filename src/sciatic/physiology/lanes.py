"""Numbers side by side: one value of eight fibres (f32) or four (f64) as one machine vector.

Inside compiled functions ``+ - * /`` work on lanes as on numbers; arrays are seen as rows of lanes.
This is what keeps the kernel's sums in registers: written as loops over a short axis the same sums
go through memory twice. Sums and products may be fused, nothing else is reordered, so NaN is safe.
"""

from __future__ import annotations

import operator
from typing import Any

import numba
import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba import extending
from numba.extending import models, register_model

LANES = {np.dtype(np.float64): 4, np.dtype(np.float32): 8}
"""Fibres side by side, by type of number: 32 bytes."""
types: Any = numba.types
intrinsic: Any = extending.intrinsic
overload: Any = extending.overload
_FUSED = ("contract", "nsz", "arcp")
COLUMNS = 8
"""Of a table that is looked up."""
_INT = ir.IntType(32)


class Lanes(numba.types.Type):
    """The type of some numbers side by side."""

    def __init__(self, number: Any) -> None:
        self.number = number
        self.width = 256 // number.bitwidth
        super().__init__(f"Lanes({number}, {self.width})")


@register_model(Lanes)
class _LanesModel(models.PrimitiveModel):
    def __init__(self, manager: Any, lanes: Any) -> None:
        number = manager.lookup(lanes.number).get_value_type()
        vector = ir.VectorType(number, lanes.width)
        super().__init__(manager, lanes, vector)  # type: ignore[no-untyped-call]


def _place(context: Any, builder: Any, signature: Any, args: Any) -> Any:
    """Pointer to a row of an array."""
    array_type, row_type = signature.args[:2]
    array = context.make_array(array_type)(context, builder, args[0])
    row = context.cast(builder, args[1], row_type, types.intp)
    width = ir.Constant(row.type, Lanes(array_type.dtype).width)
    first = builder.gep(array.data, [builder.mul(row, width)])
    vector = context.get_value_type(Lanes(array_type.dtype))
    return builder.bitcast(first, vector.as_pointer())


@intrinsic  # type: ignore[untyped-decorator]
def load(typing: Any, array: Any, row: Any) -> Any:
    """A row of an array whose last axis is the lanes, all other axes counted as one."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        aligned = array.dtype.bitwidth // 8
        return builder.load(_place(context, builder, signature, args), align=aligned)

    return Lanes(array.dtype)(array, row), generate


@intrinsic  # type: ignore[untyped-decorator]
def store(typing: Any, array: Any, row: Any, lanes: Any) -> Any:
    """Write such a row."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        place = _place(context, builder, signature, args)
        builder.store(args[2], place, align=array.dtype.bitwidth // 8)
        return context.get_dummy_value()

    return types.void(array, row, lanes), generate


@intrinsic  # type: ignore[untyped-decorator]
def spread(typing: Any, array: Any, number: Any) -> Any:
    """The same number in every lane, of the type of an array's numbers."""
    lanes = Lanes(array.dtype)

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        value = context.cast(builder, args[1], number, lanes.number)
        empty = ir.Constant(context.get_value_type(lanes), ir.Undefined)
        one = builder.insert_element(empty, value, _INT(0))
        zeros = ir.Constant(ir.VectorType(_INT, lanes.width), [0] * lanes.width)
        return builder.shuffle_vector(one, empty, zeros)

    return lanes(array, number), generate


@intrinsic  # type: ignore[untyped-decorator]
def within(typing: Any, lanes: Any, low: Any, high: Any) -> Any:
    """The lanes, none below ``low`` or above ``high``."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        value, lowest, highest = args
        value = builder.select(builder.fcmp_ordered(">", value, lowest), value, lowest)
        return builder.select(builder.fcmp_ordered("<", value, highest), value, highest)

    return lanes(lanes, low, high), generate


@intrinsic  # type: ignore[untyped-decorator]
def any_reaches(typing: Any, lanes: Any, limit: Any) -> Any:
    """Whether any lane is as high as its limit."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        reached = builder.fcmp_ordered(">=", *args)
        bits = builder.bitcast(reached, ir.IntType(lanes.width))
        return builder.icmp_unsigned("!=", bits, ir.Constant(bits.type, 0))

    return types.boolean(lanes, limit), generate


@intrinsic  # type: ignore[untyped-decorator]
def look_up(typing: Any, table: Any, rows: Any) -> Any:
    """Read a table by the whole part of each lane: a tuple of lanes, one a column."""
    n = COLUMNS
    result = types.UniTuple(Lanes(table.dtype), n)

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        array = context.make_array(table)(context, builder, args[0])
        whole = builder.fptosi(args[1], ir.VectorType(_INT, rows.width))
        pairs = ir.VectorType(context.get_value_type(table.dtype), 2).as_pointer()
        rows_at = []
        for lane in range(rows.width):
            row = builder.sext(builder.extract_element(whole, _INT(lane)), ir.IntType(64))
            rows_at.append(builder.gep(array.data, [builder.mul(row, ir.Constant(row.type, n))]))
        columns: list[Any] = []
        for column in range(0, n, 2):
            places = [builder.bitcast(builder.gep(x, [_INT(column)]), pairs) for x in rows_at]
            aligned = table.dtype.bitwidth // 8
            columns += _turned(builder, [builder.load(x, align=aligned) for x in places])
        return context.make_tuple(builder, result, columns)

    return result(table, rows), generate


def _turned(builder: Any, pairs: list[Any]) -> tuple[Any, Any]:
    """From (a, b) of each lane to all a and all b, by steps that machines have."""

    def joined(parts: list[Any]) -> Any:
        if len(parts) == 1:
            return parts[0]
        half = len(parts) // 2
        return _picked(builder, joined(parts[:half]), joined(parts[half:]), 0, 1)

    quarter = len(pairs) // 4
    fours = [joined(pairs[i : i + quarter]) for i in range(0, len(pairs), quarter)]
    turned = [
        joined([_picked(builder, fours[i], fours[i + 1], first, 2) for i in (0, 2)])
        for first in (0, 1)
    ]
    return turned[0], turned[1]


def _picked(builder: Any, one: Any, other: Any, first: int, step: int) -> Any:
    """Every ``step``-th number of two vectors of the same length, from the ``first`` on."""
    places = list(range(first, 2 * one.type.count, step))
    return builder.shuffle_vector(one, other, ir.Constant(ir.VectorType(_INT, len(places)), places))


def _define(symbol: Any, instruction: str) -> None:
    """Let an operator work on lanes."""

    @intrinsic  # type: ignore[untyped-decorator]
    def operation(typing: Any, one: Any, other: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            return getattr(builder, instruction)(*args, flags=_FUSED)

        return one(one, other), generate

    @overload(symbol, strict=False)  # type: ignore[untyped-decorator]
    def on_lanes(one: Any, other: Any) -> Any:
        if isinstance(one, Lanes):
            return lambda one, other: operation(one, other)
        return None


for _symbol, _instruction in (
    (operator.add, "fadd"),
    (operator.sub, "fsub"),
    (operator.mul, "fmul"),
    (operator.truediv, "fdiv"),
):
    _define(_symbol, _instruction)
