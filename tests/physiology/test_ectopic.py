"""A stretch that fires by itself: at which depolarisation, over what length; what is refused."""

import numpy as np
import pytest

from sciatic.physiology import Lesion, MyelinatedFibre, Settings, conduct, spontaneous_spikes
from sciatic.physiology.ectopic import spikes_for_one
from sciatic.physiology.fibres import PhysiologyError

THICK = MyelinatedFibre(10.0)
SHIFTS_MV = np.arange(0.0, 21.0)


def spikes(internodes, shifts_mv=SHIFTS_MV, fibre=THICK, **harm):
    lesions = [Lesion(internodes=internodes, depolarised_mv=float(mv), **harm) for mv in shifts_mv]
    return spontaneous_spikes([fibre] * len(lesions), lesions)


@pytest.mark.parametrize("diameter_um", [5.7, 10.0, 16.0])
def test_a_sound_fibre_is_silent(diameter_um):
    assert spikes(10, [0.0], MyelinatedFibre(diameter_um)).tolist() == [0]


def test_a_stretch_fires_from_about_6_to_about_13_mv():
    firing = SHIFTS_MV[spikes(10) > 0]
    assert 5 <= firing[0] <= 8
    assert 12 <= firing[-1] <= 16
    assert np.all(np.diff(firing) == 1), "the range has no hole"


def test_it_fires_before_it_blocks():
    shifts = np.arange(0.0, 30.0)
    blocked = conduct(
        [THICK] * len(shifts),
        [Lesion(internodes=10, depolarised_mv=float(mv)) for mv in shifts],
        Settings(step="second_order", modes=10),
    ).blocked
    assert SHIFTS_MV[np.argmax(spikes(10) > 0)] + 3 < shifts[np.argmax(blocked)]


def test_a_longer_stretch_fires_at_a_lower_shift():
    first = [SHIFTS_MV[np.argmax(spikes(internodes) > 0)] for internodes in (6, 10, 20)]
    assert first[0] > first[1] > first[2]


def test_a_short_stretch_needs_more_than_a_long_one_is_blocked_by():
    assert not spikes(3, SHIFTS_MV[:16]).any()


def test_more_persistent_sodium_makes_a_mild_depolarisation_fire():
    assert spikes(10, [5.0], persistent_sodium=1.0).tolist() == [0]
    assert spikes(10, [5.0], persistent_sodium=3.0)[0] > 0


def test_twice_the_time_holds_about_twice_the_spikes():
    lesion = [Lesion(internodes=10, depolarised_mv=10.0)]
    short, long = (int(spontaneous_spikes([THICK], lesion, listen_ms=ms)[0]) for ms in (40.0, 80.0))
    assert short > 5
    assert long == pytest.approx(2 * short, abs=2)


def test_one_spike_in_is_one_spike_out_of_a_sound_fibre_and_none_out_of_a_blocked_one():
    lesions = [Lesion(internodes=10, depolarised_mv=mv) for mv in (0.0, 30.0)]
    assert spikes_for_one([THICK] * 2, lesions).tolist() == [1, 0]


def test_stretches_of_different_lengths_are_refused():
    with pytest.raises(PhysiologyError, match="different numbers of internodes"):
        spontaneous_spikes([THICK] * 2, [Lesion(internodes=n, depolarised_mv=8) for n in (5, 10)])
