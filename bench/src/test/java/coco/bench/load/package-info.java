/** Tests of the package of the same name. */
@NullMarked
package coco.bench.load;

import org.jspecify.annotations.NullMarked;
