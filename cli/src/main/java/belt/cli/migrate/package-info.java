/// Takes over what other programs left: Docker Machine's folder, and the folder of belt 2016.
@NullMarked
package belt.cli.migrate;

import org.jspecify.annotations.NullMarked;
