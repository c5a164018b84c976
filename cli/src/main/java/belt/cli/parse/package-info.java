/// Words to values. The only package that imports picocli.
@NullMarked
package belt.cli.parse;

import org.jspecify.annotations.NullMarked;
