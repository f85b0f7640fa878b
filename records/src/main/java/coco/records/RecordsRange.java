package coco.records;

import coco.crypto.Bytes;
import coco.store.Version;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A part of the records in the order of their names as bytes.
 *
 * @param from the first name; null for the first there is
 * @param to the name before which it ends; null for the end
 * @param limit how many records at the most, 1 to {@value #LIMIT_MAX}
 */
record RecordsRange(@Nullable Bytes from, @Nullable Bytes to, int limit) {
    static final int LIMIT_MAX = 1_000;
    static final int LIMIT_DEFAULT = 100;

    /** A page ends behind the record with which it passes this size. */
    static final int PAGE_BYTES = 1 << 20;

    static RecordsRange of(Map<String, String> query) throws RefusedException {
        return new RecordsRange(key(query.get("from")), key(query.get("to")), limit(query.get("limit")));
    }

    private static @Nullable Bytes key(@Nullable String name) {
        return name == null || name.isEmpty() ? null : RecordsRequest.keyBytes(name);
    }

    private static int limit(@Nullable String text) throws RefusedException {
        if (text == null) return LIMIT_DEFAULT;
        try {
            var limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= LIMIT_MAX) return limit;
            throw new RefusedException(400, "InvalidQueryParameterValue", "limit is 1 to " + LIMIT_MAX);
        } catch (NumberFormatException e) {
            throw new RefusedException(400, "InvalidQueryParameterValue", "limit is a number, 1 to " + LIMIT_MAX, e);
        }
    }

    /**
     * JSON {@code {"value":[{"key","text"} or {"key","base64"}...],"next"}}; {@code next} is there where more follows, and is
     * the {@code from} of the next page.
     */
    Bytes read(Version version) {
        var page = Replies.JSON.createObjectNode();
        var rows = page.putArray("value");
        if (from != null && to != null && from.compareTo(to) >= 0) return Bytes.ofUtf8(page.toString());
        var cursor = version.range(Records.TABLE, from, to);
        var bytes = 0;
        while (cursor.next()) {
            if (rows.size() == limit || bytes >= PAGE_BYTES) {
                page.put("next", cursor.key().toUtf8());
                break;
            }
            var value = cursor.value().bytes();
            bytes += cursor.key().size() + value.size();
            var row = rows.addObject().put("key", cursor.key().toUtf8());
            if (Replies.isText(value)) row.put("text", value.toUtf8());
            else row.put("base64", Base64.getEncoder().encodeToString(value.unsafeArray()));
        }
        return Bytes.unsafeWrap(Replies.JSON.writeValueAsBytes(page));
    }
}
