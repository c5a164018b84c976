package belt.playbooks;

import belt.core.BeltException;

/// Where something stands in a file.
///
/// @param file the file, as the operator named it
/// @param line counts from 1
/// @param column counts from 1
record Place(String file, int line, int column) {
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }

    BeltException wrong(PlaybookProblem problem, String message) {
        return new BeltException.InvalidInput(problem, this + ": " + message);
    }
}
