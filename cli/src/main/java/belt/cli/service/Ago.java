package belt.cli.service;

import java.time.Duration;

/// How long ago something was, in docker's words.
final class Ago {
    private Ago() {}

    /// `3 minutes`, `About an hour`.
    static String text(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        long hours = Math.round(seconds / 3600.0);
        if (seconds < 1) {
            return "Less than a second";
        }
        if (seconds == 1) {
            return "1 second";
        }
        if (seconds < 60) {
            return seconds + " seconds";
        }
        long minutes = seconds / 60;
        if (minutes == 1) {
            return "About a minute";
        }
        if (minutes < 60) {
            return minutes + " minutes";
        }
        if (hours == 1) {
            return "About an hour";
        }
        long days = hours / 24;
        if (hours < 48) {
            return hours + " hours";
        }
        if (days < 14) {
            return days + " days";
        }
        if (days < 60) {
            return days / 7 + " weeks";
        }
        return days < 730 ? days / 30 + " months" : days / 365 + " years";
    }
}
