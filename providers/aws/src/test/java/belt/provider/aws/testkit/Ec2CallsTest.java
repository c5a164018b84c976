package belt.provider.aws.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The fake speaks EC2's language and not our idea of it.
class Ec2CallsTest {
    private final Map<String, Ec2Calls.Call> calls = Ec2Calls.load();

    @Test
    void everyCallParameterAndFieldIsInTheServiceModel() throws IOException {
        ServiceModel model = model();
        assertThat(model.metadata("protocol")).isEqualTo("ec2");
        assertThat(model.metadata("apiVersion")).isEqualTo("2016-11-15");
        var wrong = new ArrayList<String>();
        calls.forEach((action, call) -> {
            if (!model.hasOperation(action)) {
                wrong.add(action);
                return;
            }
            call.parameters().stream()
                    .filter(each -> !model.takes(action, each))
                    .forEach(each -> wrong.add(action + " takes no " + each));
            call.fields().stream()
                    .filter(each -> !model.gives(action, each))
                    .forEach(each -> wrong.add(action + " gives no " + each));
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void theModelIsReadWell() throws IOException {
        ServiceModel model = model();
        assertThat(model.takes("RunInstances", "SecurityGroupId.N")).isTrue();
        assertThat(model.takes("RunInstances", "SecurityGroupIds.N")).isFalse();
        assertThat(model.takes("RunInstances", "ClientToken.N")).isFalse();
        assertThat(
                        model.gives(
                                "DescribeInstances",
                                "reservationSet.item.instancesSet.item.imageId"))
                .isTrue();
        assertThat(model.gives("DescribeInstances", "reservationSet.item.imageId")).isFalse();
    }

    @Test
    void theErrorCodesThatAwsItselfWaitsForOrRetriesAreSpelledAlike() throws IOException {
        model();
        String rules = ServiceModel.rules();
        assertThat(
                        List.of(
                                Ec2Error.INVALID_INSTANCE_ID,
                                Ec2Error.INVALID_KEY_PAIR,
                                Ec2Error.INVALID_GROUP,
                                Ec2Error.INVALID_VPC,
                                Ec2Error.INVALID_AMI,
                                Ec2Error.REQUEST_LIMIT_EXCEEDED))
                .allSatisfy(error -> assertThat(rules).contains('"' + error.code() + '"'));
    }

    @Test
    void everyErrorOfACallIsOneThatTheFakeKnows() {
        List<String> known = Arrays.stream(Ec2Error.values()).map(Ec2Error::code).toList();
        Set<String> usable = calls.keySet();
        assertThat(usable).hasSize(25);
        calls.values().forEach(call -> assertThat(known).containsAll(call.errors()));
    }

    private static ServiceModel model() throws IOException {
        Optional<ServiceModel> model = ServiceModel.find();
        assumeTrue(
                model.isPresent(),
                "AWS's service model is not here; apt-get install python3-botocore");
        return model.orElseThrow();
    }
}
