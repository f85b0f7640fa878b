package coco.evidence.tpm;

/** Text of a log, for people: bounded, and without what a terminal would obey. */
final class Printable {
    private static final int CHARACTERS_MAX = 4_096;

    private Printable() {}

    /** Up to the first NUL; a question mark for what cannot be shown. */
    static String of(String text) {
        var nul = text.indexOf('\0');
        var shown = new StringBuilder();
        (nul < 0 ? text : text.substring(0, nul))
                .codePoints()
                .limit(CHARACTERS_MAX)
                .map(c -> isShown(c) ? c : '?')
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }

    private static boolean isShown(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
