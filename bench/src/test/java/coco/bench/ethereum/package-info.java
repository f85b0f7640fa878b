/** Tests of the package of the same name. */
@NullMarked
package coco.bench.ethereum;

import org.jspecify.annotations.NullMarked;
