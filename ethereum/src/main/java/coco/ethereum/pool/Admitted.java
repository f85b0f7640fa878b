package coco.ethereum.pool;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What came of an admission: a refusal's text, or the decision to come. */
public record Admitted(@Nullable String refusal, CompletableFuture<Decision> decision) {
    static Admitted refused(String text) {
        return new Admitted(text, new CompletableFuture<>());
    }
}
