package belt.api;

import belt.core.codec.MalformedException;
import belt.core.codec.RecordCodec;
import belt.core.codec.WireReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Turns messages into frames and back. The kind is the message's position in {@link Message}, so messages are only ever
/// added at the end; an unknown kind is ignored by the receiver.
public final class MessageCodec {
    private static final Class<?>[] KINDS = Message.class.getPermittedSubclasses();
    private static final Map<Class<?>, Byte> NUMBERS = numbers();

    private MessageCodec() {}

    private static Map<Class<?>, Byte> numbers() {
        var numbers = new HashMap<Class<?>, Byte>();
        for (int i = 0; i < KINDS.length; i++) {
            numbers.put(KINDS[i], (byte) i);
        }
        return Map.copyOf(numbers);
    }

    /// The frame's kind byte.
    public static byte kind(Message message) {
        Byte number = NUMBERS.get(message.getClass());
        if (number == null) {
            throw new IllegalArgumentException(message.getClass() + " is no message");
        }
        return number;
    }

    /// The frame's payload.
    public static byte[] payload(Message message) {
        var out = new belt.core.codec.WireWriter();
        RecordCodec.of(((Record) message).getClass()).write(out, message);
        return out.toArray();
    }

    /// The message of a frame; empty if the kind is newer than this build.
    ///
    /// @throws MalformedException if the payload is none of its kind
    public static Optional<Message> decode(byte kind, byte[] payload) {
        int number = kind & 0xFF;
        if (number >= KINDS.length) {
            return Optional.empty();
        }
        Object message =
                RecordCodec.of(KINDS[number].asSubclass(Record.class))
                        .read(new WireReader(payload));
        return Optional.of((Message) message);
    }
}
