/// Commands about services and what their tasks print.
@NullMarked
package belt.cli.service;

import org.jspecify.annotations.NullMarked;
