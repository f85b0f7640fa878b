package coco.house;

/**
 * The text of a Java file taken apart: in {@code code} the inside of comments, strings and characters is blanked, in
 * {@code comments} everything but comments is. Both keep their line breaks, so that lines can be counted.
 */
record Source(String code, String comments) {
    private static final String TEXT_BLOCK = "\"\"\"";

    static Source of(String text) {
        var code = new StringBuilder(text);
        var comments = new StringBuilder(text);
        for (var at = 0; at < text.length(); ) {
            var end = at + 1;
            if (text.startsWith("//", at)) {
                end = endOf(text, "\n", at) - 1;
                blank(code, at, end);
            } else if (text.startsWith("/*", at)) {
                end = endOf(text, "*/", at + 2);
                blank(code, at, end);
            } else if (text.startsWith(TEXT_BLOCK, at)) {
                end = endOf(text, TEXT_BLOCK, at + 3);
                blank(code, at + 1, end - 1);
                blank(comments, at, end);
            } else if (text.charAt(at) == '"' || text.charAt(at) == '\'') {
                end = endOfLiteral(text, at);
                blank(code, at + 1, end - 1);
                blank(comments, at, end);
            } else {
                blank(comments, at, end);
            }
            at = Math.max(end, at + 1);
        }
        return new Source(code.toString(), comments.toString());
    }

    private static int endOf(String text, String mark, int from) {
        var at = text.indexOf(mark, from);
        return at < 0 ? text.length() + (mark.equals("\n") ? 1 : 0) : at + mark.length();
    }

    private static int endOfLiteral(String text, int from) {
        var quote = text.charAt(from);
        for (var at = from + 1; at < text.length(); at++) {
            if (text.charAt(at) == '\\') at++;
            else if (text.charAt(at) == quote) return at + 1;
        }
        return text.length();
    }

    private static void blank(StringBuilder text, int from, int to) {
        for (var i = from; i < Math.min(to, text.length()); i++) {
            if (text.charAt(i) != '\n') text.setCharAt(i, ' ');
        }
    }
}
