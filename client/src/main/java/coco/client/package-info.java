/**
 * The {@code coco} command: start with {@link coco.client.Main}, whose subcommands are one class each.
 *
 * <p>Exit codes: 0 sound or done, 1 not sound, 2 the command line or a file named in it cannot be used.
 */
@org.jspecify.annotations.NullMarked
package coco.client;
