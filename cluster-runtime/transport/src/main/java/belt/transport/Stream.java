package belt.transport;

/// One connection between two nodes that carries frames in both directions, each in its order. All methods may be called
/// by any thread, callbacks included, and none of them blocks.
public interface Stream {
    /// The first kind that is kept for the transport itself: frames of the layers above have smaller ones (as unsigned
    /// numbers, 0 to 239).
    int FIRST_RESERVED_KIND = 0xF0;

    /// Who is at the other end.
    Peer peer();

    /// Queues a frame. Several frames that are sent close together leave in one TLS record. The array is not copied and
    /// must not be changed afterwards.
    ///
    /// @param kind what the payload is; below {@link #FIRST_RESERVED_KIND}
    /// @return false if the stream has ended or just ended because too much was waiting; the frame is dropped then
    /// @throws belt.core.BeltException.OperationFailed `transport.frame-too-large`
    boolean send(byte kind, byte[] payload);

    /// Whether little enough is waiting to be sent. Whoever produces much stops at false and goes on at
    /// {@link StreamListener#onWritable}; nobody is stopped from sending.
    boolean isWritable();

    /// Bytes that were sent here and have not reached the kernel yet.
    long unsentBytes();

    /// Whether frames can still be sent.
    boolean isOpen();

    /// Sends what is queued, then ends the stream. The listener hears of it.
    void close();
}
