package ai.matey.ir;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * A vector for one text.
 */
public final class IREmbedding {

	private final int index;

	private final float[] vector;

	/**
	 * Create an embedding.
	 * @param index the text's place in the request, from 0
	 * @param vector the vector; copied
	 */
	public IREmbedding(int index, float[] vector) {
		this.index = index;
		this.vector = vector.clone();
	}

	/**
	 * The text's place in the request.
	 * @return the index, from 0
	 */
	public int index() {
		return this.index;
	}

	/**
	 * The vector.
	 * @return a copy
	 */
	public float[] vector() {
		return this.vector.clone();
	}

	/**
	 * How many components the vector has.
	 * @return the number of dimensions
	 */
	public int dimensions() {
		return this.vector.length;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof IREmbedding embedding && embedding.index == this.index
				&& Arrays.equals(embedding.vector, this.vector);
	}

	@Override
	public int hashCode() {
		return 31 * this.index + Arrays.hashCode(this.vector);
	}

	@Override
	public String toString() {
		return "IREmbedding[index=" + this.index + ", " + this.vector.length + " dimensions]";
	}

}
