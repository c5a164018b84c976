/// Docker Machine's verbs, `belt machine …`: its words, flags, lines and exit codes over belt's own rooms.
@NullMarked
package belt.cli.dockermachine;

import org.jspecify.annotations.NullMarked;
