package belt.agent.session;

import belt.api.Message;

/// An open stream to a manager.
public interface Link {
    /// Queues a message without waiting. What is sent after the stream has closed is dropped.
    void send(Message message);

    /// Waits until the stream can take more without piling up; for whoever sends much. Returns at once when it is closed.
    void awaitWritable() throws InterruptedException;

    /// Closes the stream once what was sent has gone out.
    void close();
}
