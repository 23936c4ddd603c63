/**
 * The intermediate representation (IR): the provider-neutral form of requests, responses
 * and stream chunks. Every type is immutable and depends only on the JDK;
 * {@code toString()} never shows what a user or a model wrote.
 */
@NullMarked
package ai.matey.ir;

import org.jspecify.annotations.NullMarked;
