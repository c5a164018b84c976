package belt.http.shape;

import belt.http.server.ApiError;
import belt.model.Availability;
import belt.model.EndpointMode;
import belt.model.FailureAction;
import belt.model.Protocol;
import belt.model.PublishMode;
import belt.model.RestartCondition;
import belt.model.Role;
import belt.model.UpdateOrder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Docker's words for our enumerations: lower case, with `-` or `_` between words.
public final class Words {
    private Words() {}

    /// `READY` → `ready`, `ROLLBACK_STARTED` → `rollback_started`.
    public static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /// `STOP_FIRST` → `stop-first`.
    static String dashed(Enum<?> value) {
        return of(value).replace('_', '-');
    }

    static Role role(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "worker" -> Role.WORKER;
            case "manager" -> Role.MANAGER;
            default -> throw ApiError.badRequest("invalid Role: \"" + word + "\"");
        };
    }

    static Availability availability(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "active" -> Availability.ACTIVE;
            case "pause" -> Availability.PAUSE;
            case "drain" -> Availability.DRAIN;
            default -> throw ApiError.badRequest("invalid Availability: \"" + word + "\"");
        };
    }

    static @Nullable RestartCondition condition(String word) {
        return switch (word) {
            case "" -> null;
            case "any" -> RestartCondition.ANY;
            case "on-failure" -> RestartCondition.ON_FAILURE;
            case "none" -> RestartCondition.NONE;
            default -> throw ApiError.badRequest("invalid RestartCondition: \"" + word + "\"");
        };
    }

    static @Nullable FailureAction failureAction(String word) {
        return switch (word) {
            case "" -> null;
            case "pause" -> FailureAction.PAUSE;
            case "continue" -> FailureAction.CONTINUE;
            case "rollback" -> FailureAction.ROLLBACK;
            default ->
                    throw ApiError.badRequest(
                            "unrecognized update failure action \"" + word + "\"");
        };
    }

    static @Nullable UpdateOrder order(String word) {
        return switch (word) {
            case "" -> null;
            case "stop-first" -> UpdateOrder.STOP_FIRST;
            case "start-first" -> UpdateOrder.START_FIRST;
            default -> throw ApiError.badRequest("unrecognized update order \"" + word + "\"");
        };
    }

    static EndpointMode endpointMode(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "", "vip" -> EndpointMode.VIP;
            case "dnsrr" -> EndpointMode.DNSRR;
            default -> throw ApiError.badRequest("invalid EndpointSpec.Mode: \"" + word + "\"");
        };
    }

    static Protocol protocol(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "", "tcp" -> Protocol.TCP;
            case "udp" -> Protocol.UDP;
            case "sctp" -> Protocol.SCTP;
            default -> throw ApiError.badRequest("invalid protocol: \"" + word + "\"");
        };
    }

    static PublishMode publishMode(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "", "ingress" -> PublishMode.INGRESS;
            case "host" -> PublishMode.HOST;
            default -> throw ApiError.badRequest("invalid PublishMode: \"" + word + "\"");
        };
    }
}
