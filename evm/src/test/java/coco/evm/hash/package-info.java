/** Tests of the package of the same name. */
@NullMarked
package coco.evm.hash;

import org.jspecify.annotations.NullMarked;
