/// What a command is, how it describes itself and what it is given. Every command package builds on this one.
@NullMarked
package belt.cli.command;

import org.jspecify.annotations.NullMarked;
