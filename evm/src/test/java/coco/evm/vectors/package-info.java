/** Reads published test vectors from the data folder beside the repository; see {@link coco.evm.vectors.Archive}. */
@NullMarked
package coco.evm.vectors;

import org.jspecify.annotations.NullMarked;
