/** Tests of the package of the same name. */
@NullMarked
package coco.evm.rlp;

import org.jspecify.annotations.NullMarked;
