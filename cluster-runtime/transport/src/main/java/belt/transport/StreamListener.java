package belt.transport;

/// Hears what happens on streams. For one stream the calls come one after another and in order: `onOpen` first,
/// `onClose` last and exactly once. A call that throws ends its stream.
public interface StreamListener {
    /// Which thread calls.
    enum Calls {
        /// A virtual thread for each stream that has something to say. Callbacks may block: other streams go on, and a peer
        /// that sends faster than its callbacks return is slowed down.
        MAY_BLOCK,
        /// The event loop, without a hop: for callbacks that return within microseconds, such as putting the frame into a
        /// queue. A callback that blocks here stops every other stream of that loop.
        ON_EVENT_LOOP
    }

    /// Asked once for each stream.
    default Calls calls() {
        return Calls.MAY_BLOCK;
    }

    /// The peer is verified (or anonymous). What is sent here arrives after the peer was told that it is accepted.
    ///
    /// @throws belt.core.BeltException to turn the peer away; it is told the code and the message, and `onClose` is not
    ///     called
    void onOpen(Stream stream);

    /// A frame has arrived. The array is the listener's.
    void onFrame(Stream stream, byte kind, byte[] payload);

    /// What had arrived together was handed over: the moment to act on several frames at once.
    default void onBatchEnd(Stream stream) {}

    /// After {@link Stream#isWritable()} was false it is true again.
    default void onWritable(Stream stream) {}

    /// The stream has ended, whoever ended it.
    void onClose(Stream stream, CloseCause cause);
}
