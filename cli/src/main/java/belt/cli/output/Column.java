package belt.cli.output;

import belt.cli.term.Tint;
import java.util.function.Function;

/// A column of a {@link View}.
///
/// @param header what stands above it
/// @param text the cell for a row
/// @param wide whether it is shown only with `-o wide`
/// @param dropOrder on a terminal that is too narrow, columns vanish from the highest number down; 0 stays
/// @param tint the colour of a cell
record Column<T>(
        String header,
        Function<T, String> text,
        boolean wide,
        int dropOrder,
        Function<T, Tint> tint) {}
