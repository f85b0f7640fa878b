package coco.ethereum.pool;

/**
 * How it stands with a transaction in the pool, or one that was given up.
 *
 * @param state {@code waiting}, {@code submitted} or {@code given up}
 * @param reason one sentence for people
 */
public record Status(String state, String reason) {}
