/// A compact binary form for records, in Protocol Buffers' wire format, without a schema file: the record is the schema.
@NullMarked
package belt.core.codec;

import org.jspecify.annotations.NullMarked;
