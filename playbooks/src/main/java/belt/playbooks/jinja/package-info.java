/// The part of Jinja2 that playbooks may use, with Jinja's own meaning. What is not here is an error that says so; nothing
/// means something else in silence (docs/adr/0020).
@NullMarked
package belt.playbooks.jinja;

import org.jspecify.annotations.NullMarked;
