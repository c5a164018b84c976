/// JSON written and read by hand: a library costs more time to load than a whole short command takes.
@NullMarked
package belt.cli.json;

import org.jspecify.annotations.NullMarked;
