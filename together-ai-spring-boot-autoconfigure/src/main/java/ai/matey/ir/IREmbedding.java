package ai.matey.ir;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The embedding of one text.
 *
 * @since 0.1.0
 */
public final class IREmbedding {

	private final int index;

	private final float[] vector;

	/**
	 * Create an embedding.
	 * @param index the index of the text in the request, starting at 0
	 * @param vector the vector, which is copied
	 */
	public IREmbedding(int index, float[] vector) {
		this.index = index;
		this.vector = vector.clone();
	}

	/**
	 * Return the index of the text in the request.
	 * @return the index, starting at 0
	 */
	public int index() {
		return this.index;
	}

	/**
	 * Return the vector.
	 * @return a copy of the vector
	 */
	public float[] vector() {
		return this.vector.clone();
	}

	/**
	 * Return the number of dimensions of the vector.
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
