package belt.provider.aws.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// A fake EC2 in a process of its own, so that an operator's memory can be measured without it. Prints its endpoint, then
/// answers lines: a number sets its clock to that millisecond, `calls` prints what was called. With the argument `real` it
/// goes by the system's clock, for a look at `belt` by hand.
public final class FakeEc2Main {
    private FakeEc2Main() {}

    public static void main(String[] args) throws IOException {
        var now = new AtomicReference<>(Instant.EPOCH);
        boolean real = args.length > 0 && args[0].equals("real");
        try (FakeEc2 ec2 = FakeEc2.start(real ? InstantSource.system() : now::get);
                var in =
                        new BufferedReader(
                                new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            System.out.println(ec2.endpoint());
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.equals("calls")) {
                    System.out.println(ec2.calls());
                } else {
                    now.set(Instant.ofEpochMilli(Long.parseLong(line)));
                    System.out.println("ok");
                }
            }
        }
    }
}
