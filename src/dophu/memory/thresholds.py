"""Every threshold of the memory, in one place; docs/methods.md repeats them with what they were tuned on.

Scores are deviations from what was expected, divided by their usual size: 6 is six times what is usual.
"""

from __future__ import annotations

# How much past is looked at, and who counts as a peer
WINDOW = 20  # periods that are learnt from
WINDOW_AT_LEAST, WINDOW_BYTES = 6, 2 << 20  # of long lists the door reads fewer, lest an import waits for its past
PEERS = 4  # units with a last figure of the same period, fewer have no movement of their own
FIRST_COUNTS = 10  # a figure up to this does not tell how a cumulative count grows
FIRST_FIGURES = 2  # figures above it without which growth is not tested
LIST = 5  # units that make a list of which a habit may be said
ENDS = 2  # units of such a list, without those that stood behind them, that are a list cut off

# A cell beyond its normal movement
BAR = 5.5  # score from which a cell is suspicious after many periods
BAR_WHEN_NEW = 4.0  # added to it, divided by the number of past periods
BAR_AT_MOST = 12.0  # however restless the campaign was
TAIL = 0.999  # of the campaign's own past scores, where that is higher than the bar
LEAST_DEVIATION = 0.03  # relative deviation below which nothing is suspicious
LEAST_COUNT = 5  # and in what is counted
BAR_TENFOLD = 4.0  # bar where the deviation is ten, a hundred or a thousand times
BAR_GROSS = 4.5  # bar where it is a factor above GROSS
GROSS = 5.0  # factor that no movement explains
FITS = 1.8  # score within which a figure fits a cause
BAR_SWAPPED = 3.0  # each of two units whose figures fit when exchanged
BAR_SWAPPED_SUM = 8.0  # both together, neighbours in the list
BAR_SWAPPED_APART = 10.0  # both together, any two units
FEW_PEERS_FACTOR = 7.0  # growth within one period without peers to compare with
FIRST_INCREMENT = 2.0  # times the largest increment per base seen yet, where growth is not tested

# The usual size of deviations
LEAST_SPREAD = 0.15  # of a cumulative count's growth
LEAST_SPREAD_OF_FLOW = 0.03  # of a count per period, or a level
GROWTH_AT_LEAST = 0.002  # growth that deviations are measured by
OWN_GROWTH = 0.7  # part of the unit's own largest recent growth
PEERS_WEIGHT = 10.0  # units that weigh as much as the usual spread
SPREAD_AT_LEAST, SPREAD_AT_MOST = 0.5, 2.5  # of the usual one: a shifted list must not hide itself
NOISE = 1.5  # times the noise of counting
RESTLESS_AT_LEAST = 0.7  # of a unit's own past scores

# A whole list
MOST = 0.5  # of a list's figures that are those of another period
MOST_OF_USUAL = 1.5  # times what is usually unchanged
UNCHANGED_CHANCE = 1e-4  # of so many unchanged units
UNCHANGED_GROWTH = 40  # people by which an unchanged unit should have grown
UNCHANGED_PERIODS = 3  # periods before it is asked
UNCHANGED_FLOW = 2000  # usual deviation of a count per period, in counts, above which it does not repeat by chance
SAME_FACTOR = 0.8  # of a list's figures multiplied by one factor, of those that grew by FACTOR_SEEN
FACTOR_SEEN = 20  # people of growth that show a factor
SAME_STEP = 0.6  # of a list's figures raised by one number, of those that grew by STEP_SEEN
STEP_SEEN = 5  # people of growth that are no chance
ALIKE = 8  # figures that can be alike, fewer are so by chance
MULTIPLES = 0.9  # of a list's figures that are multiples of 10, 100, 1000
MULTIPLES_USUAL = 0.5  # of a former list's that make it a habit
HEAPED_SCORE, HEAPED_ABOVE = 4.5, 0.2  # of last digits 0 and 5: score against chance, and share above the past
HEAPED_COUNTS = 20  # figures that show last digits
MOVED = 0.25  # growth of a cumulative list
MOVED_TIMES = 4.0  # times its largest recent growth a day
PACE = 3  # periods that tell a list's usual growth a day
HURRIED, HURRIED_TIMES = 1.5, 1.25  # times what growth a day usually is of that before; times its largest
STEADY = 1.8  # the largest of these at most, times the smallest, where growth is steady
HURRIED_GROWTH = 0.01  # growth from which its pace is no chance
MOVED_FLOW = 0.4  # movement of a flow's list, on the log scale
MOVED_FLOW_SPREADS, MOVED_FLOW_TIMES = 5.0, 1.4  # times its usual movement, its largest one
SCATTERED, SCATTERED_WHEN_NEW = 6.0, 10.0  # times the usual spread; after fewer than NEW periods
NEW = 4  # past periods from which a list's usual spread is known
RUN = 3  # rows in a row that are filled down, or shifted
SHIFTED = 0.6  # of the rows of a shifted run that fit their neighbour
SERIES_COUNTS = 100  # counts from which on three of a series are no chance
