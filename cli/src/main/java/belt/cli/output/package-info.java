/// Results: tables, JSON, YAML, CSV and templates, from one description per kind.
@NullMarked
package belt.cli.output;

import org.jspecify.annotations.NullMarked;
