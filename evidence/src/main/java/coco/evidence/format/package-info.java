/**
 * Strict readers of the formats that evidence is made of. Each refuses what is not in its format, and what is longer or
 * deeper than it has to be. Keys are made here, and signatures over bytes are verified: each at one place.
 */
@org.jspecify.annotations.NullMarked
package coco.evidence.format;
