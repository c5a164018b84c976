package belt.http.swarm;

import java.util.List;
import java.util.random.RandomGenerator;

/// Names for services that were given none: two words, as engines name containers.
final class RandomName {
    private static final List<String> FIRST =
            List.of(
                    "brave", "calm", "clever", "eager", "gentle", "happy", "keen", "kind", "lively",
                    "merry", "modest", "nimble", "patient", "proud", "quiet", "quick", "steady",
                    "sunny", "swift", "wise");
    private static final List<String> SECOND =
            List.of(
                    "ampere",
                    "babbage",
                    "curie",
                    "dijkstra",
                    "euler",
                    "fermat",
                    "gauss",
                    "hopper",
                    "joule",
                    "kepler",
                    "lamport",
                    "lovelace",
                    "meitner",
                    "newton",
                    "noether",
                    "pascal",
                    "ritchie",
                    "shannon",
                    "turing",
                    "volta");

    private final RandomGenerator random;

    RandomName(RandomGenerator random) {
        this.random = random;
    }

    String next() {
        return pick(FIRST) + "_" + pick(SECOND) + random.nextInt(100);
    }

    private String pick(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }
}
