package belt.daemon;

import belt.api.Message;
import belt.api.MessageCodec;
import belt.control.dispatcher.ManagerDirectory;
import belt.control.join.Admission;
import belt.core.codec.MalformedException;
import belt.model.NodeId;
import belt.transport.CloseCause;
import belt.transport.Stream;
import belt.transport.StreamListener;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a manager does with the streams that arrive on its cluster port: strangers may ask to be let in, members have
/// their session; a manager that does not lead names the leader.
final class StreamGate implements StreamListener {
    private static final Logger LOG = LoggerFactory.getLogger(StreamGate.class);

    private final Admission admission;
    private final ManagerDirectory managers;
    private final AtomicReference<@Nullable LeaderSide> leading = new AtomicReference<>();
    private final ConcurrentHashMap<Stream, StreamLink> links = new ConcurrentHashMap<>();

    StreamGate(Admission admission, ManagerDirectory managers) {
        this.admission = admission;
        this.managers = managers;
    }

    /// This manager leads now.
    void lead(LeaderSide side) {
        leading.set(side);
    }

    /// It does not lead any more: every node has to find the new leader.
    void follow() {
        leading.set(null);
        links.keySet()
                .forEach(stream -> {
                    StreamLink.send(stream, new Message.Redirect(managers.managers()));
                    stream.close();
                });
    }

    @Override
    public Calls calls() {
        return Calls.ON_EVENT_LOOP;
    }

    @Override
    public void onOpen(Stream stream) {
        if (!stream.peer().anonymous()) {
            var id = new NodeId(stream.peer().requireMember().nodeId());
            links.put(stream, new StreamLink(stream, id));
        }
    }

    @Override
    public void onFrame(Stream stream, byte kind, byte[] payload) {
        Optional<Message> message;
        try {
            message = MessageCodec.decode(kind, payload);
        } catch (MalformedException e) {
            LOG.warn("Closing the stream of {}: {}", stream.peer(), e.getMessage());
            stream.close();
            return;
        }
        StreamLink link = links.get(stream);
        message.ifPresent(m -> {
            if (link == null) {
                stranger(stream, m);
            } else {
                member(link, m);
            }
        });
    }

    private void stranger(Stream stream, Message message) {
        switch (message) {
            case Message.RootRequest _ -> StreamLink.send(stream, admission.root());
            case Message.JoinRequest request -> {
                if (leading.get() == null) {
                    StreamLink.send(stream, new Message.Redirect(managers.managers()));
                } else {
                    aside(() ->
                            admission
                                    .join(request, stream.peer().host())
                                    .whenComplete((answer, failure) ->
                                            StreamLink.send(
                                                    stream,
                                                    failure == null
                                                            ? answer
                                                            : new Message.Refusal(
                                                                    "busy",
                                                                    String.valueOf(
                                                                            failure
                                                                                    .getMessage())))));
                }
            }
            default ->
                    StreamLink.send(
                            stream,
                            new Message.Refusal("no-certificate", "join the cluster first"));
        }
    }

    private void member(StreamLink link, Message message) {
        LeaderSide leader = leading.get();
        if (leader == null) {
            link.send(new Message.Redirect(managers.managers()));
            return;
        }
        switch (message) {
            case Message.RenewRequest request ->
                    aside(() -> link.send(admission.renew(link.nodeId(), request)));
            case Message.RaftJoin request ->
                    leader.roles().join(link.nodeId(), request).thenAccept(link::send);
            case Message.RaftLeave _ -> aside(() -> link.send(leader.letManagerGo(link.nodeId())));
            default -> leader.dispatcher().received(link, message);
        }
    }

    /// Work that takes longer than an event loop may be held: signatures, waiting for the log.
    private static void aside(Runnable work) {
        Thread.ofVirtual().name("gate-", 0).start(work);
    }

    @Override
    public void onClose(Stream stream, CloseCause cause) {
        StreamLink link = links.remove(stream);
        LeaderSide leader = leading.get();
        if (link != null && leader != null) {
            leader.dispatcher().disconnected(link);
        }
    }
}
