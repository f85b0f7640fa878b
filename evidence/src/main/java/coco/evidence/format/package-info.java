/**
 * Strict readers of the formats that evidence is made of. Each refuses what is not in its format, and what is longer or
 * deeper than it has to be.
 */
@org.jspecify.annotations.NullMarked
package coco.evidence.format;
