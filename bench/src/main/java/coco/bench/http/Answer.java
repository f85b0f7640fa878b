package coco.bench.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/** What came of one request. */
public sealed interface Answer {
    /** An HTTP answer; its body is a copy. */
    final class Reply implements Answer {
        private final int status;
        private final byte[] body;

        Reply(int status, byte[] body) {
            this.status = status;
            this.body = body;
        }

        public int status() {
            return status;
        }

        /** Not copied: read it, leave it. */
        public byte[] unsafeBody() {
            return body;
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Reply reply && reply.status == status && Arrays.equals(reply.body, body);
        }

        @Override
        public int hashCode() {
            return Objects.hash(status, Arrays.hashCode(body));
        }

        @Override
        public String toString() {
            return status + " " + text();
        }
    }

    /** None: the connection broke, or what came is no HTTP. */
    record Broken(String reason) implements Answer {}
}
