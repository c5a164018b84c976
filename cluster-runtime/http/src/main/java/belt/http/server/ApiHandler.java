package belt.http.server;

import java.io.IOException;

/// Answers requests. Runs on the request's own virtual thread and may block.
@FunctionalInterface
public interface ApiHandler {
    /// Answers one request. Returning without an answer means `200` with an empty body.
    ///
    /// @throws ApiError for an answer that is an error
    /// @throws belt.core.BeltException likewise; its category decides the status
    /// @throws IOException if the client or a relayed server broke off
    void answer(Exchange exchange) throws IOException, InterruptedException;
}
