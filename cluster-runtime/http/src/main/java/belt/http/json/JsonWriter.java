package belt.http.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes JSON in the shapes that Go's encoder makes. Methods named `…IfAny` leave the member out when Go's `omitempty`
/// would: empty text, zero, empty collection, null.
public final class JsonWriter {
    private static final JsonFactory FACTORY =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private final JsonGenerator out;

    private JsonWriter(JsonGenerator out) {
        this.out = out;
    }

    /// One document with Go's trailing line feed.
    public static byte[] bytes(Consumer<JsonWriter> body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        write(bytes, body);
        return bytes.toByteArray();
    }

    /// One document with Go's trailing line feed; the stream stays open.
    public static void write(OutputStream to, Consumer<JsonWriter> body) {
        try (JsonGenerator generator = FACTORY.createGenerator(to)) {
            body.accept(new JsonWriter(generator));
            generator.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    private static void run(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// An object as the value that is due.
    public void object(Consumer<JsonWriter> members) {
        run(out::writeStartObject);
        members.accept(this);
        run(out::writeEndObject);
    }

    /// An array as the value that is due; `each` writes one element.
    public <T> void array(Iterable<T> elements, BiConsumer<JsonWriter, T> each) {
        run(out::writeStartArray);
        elements.forEach(element -> each.accept(this, element));
        run(out::writeEndArray);
    }

    /// A text as the value that is due.
    public void value(String text) {
        run(() -> out.writeString(text));
    }

    /// A number as the value that is due, as it was read.
    public void rawNumber(String digits) {
        run(() -> out.writeNumber(digits));
    }

    /// A truth value as the value that is due.
    public void value(boolean flag) {
        run(() -> out.writeBoolean(flag));
    }

    /// `null` as the value that is due.
    public void nothing() {
        run(out::writeNull);
    }

    /// The name of a member whose value comes next.
    public void name(String name) {
        run(() -> out.writeFieldName(name));
    }

    /// A text member.
    public void text(String name, String value) {
        run(() -> out.writeStringField(name, value));
    }

    /// A text member unless empty.
    public void textIfAny(String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            text(name, value);
        }
    }

    /// A number member.
    public void number(String name, long value) {
        run(() -> out.writeNumberField(name, value));
    }

    /// A number member unless zero.
    public void numberIfAny(String name, long value) {
        if (value != 0) {
            number(name, value);
        }
    }

    /// A fraction, written as Go does: without a point where it is whole.
    public void fraction(String name, double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            number(name, (long) value);
        } else {
            run(() -> out.writeNumberField(name, value));
        }
    }

    /// A truth member.
    public void flag(String name, boolean value) {
        run(() -> out.writeBooleanField(name, value));
    }

    /// A truth member, only when true.
    public void flagIfTrue(String name, boolean value) {
        if (value) {
            flag(name, true);
        }
    }

    /// A `null` member.
    public void nothing(String name) {
        run(() -> out.writeNullField(name));
    }

    /// A duration in nanoseconds.
    public void duration(String name, Duration value) {
        number(name, value.toNanos());
    }

    /// A duration in nanoseconds unless absent.
    public void durationIfAny(String name, @Nullable Duration value) {
        if (value != null) {
            duration(name, value);
        }
    }

    /// A point in time; null is Go's zero time.
    public void time(String name, @Nullable Instant value) {
        text(name, GoTime.text(value));
    }

    /// An object member.
    public void object(String name, Consumer<JsonWriter> members) {
        name(name);
        object(members);
    }

    /// An array member, `[]` when empty.
    public <T> void array(String name, Iterable<T> elements, BiConsumer<JsonWriter, T> each) {
        name(name);
        array(elements, each);
    }

    /// An array member unless empty.
    public <T> void arrayIfAny(
            String name, Collection<T> elements, BiConsumer<JsonWriter, T> each) {
        if (!elements.isEmpty()) {
            array(name, elements, each);
        }
    }

    /// An array of texts unless empty.
    public void textsIfAny(String name, Collection<String> texts) {
        arrayIfAny(name, texts, JsonWriter::value);
    }

    /// An object of texts, `{}` when empty; in the order of the names, as Go writes maps.
    public void texts(String name, Map<String, String> members) {
        object(name, o -> new TreeMap<>(members).forEach(o::text));
    }

    /// An object of texts unless empty.
    public void textsIfAny(String name, Map<String, String> members) {
        if (!members.isEmpty()) {
            texts(name, members);
        }
    }
}
