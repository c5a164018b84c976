package belt.http.check;

import java.util.regex.Pattern;

/// The grammar of image references (distribution's `reference` package).
final class ImageName {
    private static final String DOMAIN_PART = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
    private static final String DOMAIN =
            "(?:" + DOMAIN_PART + "(?:\\." + DOMAIN_PART + ")*|\\[[0-9a-fA-F:]+\\])(?::[0-9]+)?";
    private static final String PATH_PART = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
    private static final String TAG = "\\w[\\w.-]{0,127}";
    private static final String DIGEST =
            "[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}";
    private static final Pattern REFERENCE =
            Pattern.compile(
                    "(?:" + DOMAIN + "/)?" + PATH_PART + "(?:/" + PATH_PART + ")*(?::" + TAG
                            + ")?(?:@" + DIGEST + ")?");

    private ImageName() {}

    static boolean isValid(String reference) {
        return reference.length() <= 512 && REFERENCE.matcher(reference).matches();
    }
}
