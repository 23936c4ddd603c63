/**
 * The intermediate representation (IR): the provider-neutral form of requests, answers
 * and stream chunks. Every type is an immutable value without dependencies beyond the
 * JDK; {@code toString()} never shows what a user or a model wrote.
 */
@NullMarked
package ai.matey.ir;

import org.jspecify.annotations.NullMarked;
