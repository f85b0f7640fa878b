/**
 * Where the vectors, suites and samples that others made are found ({@link coco.testdata.SharedData}). They are read from a folder
 * beside the repository and never copied into it. Rooms use this in tests alone, and keep to themselves what they read there and how.
 */
@NullMarked
package coco.testdata;

import org.jspecify.annotations.NullMarked;
