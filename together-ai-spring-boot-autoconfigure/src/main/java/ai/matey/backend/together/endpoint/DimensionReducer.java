package ai.matey.backend.together.endpoint;

import java.util.Arrays;
import java.util.List;

import ai.matey.backend.together.wire.ProviderNames;
import ai.matey.ir.DimensionStrategy;
import ai.matey.ir.IREmbedRequest;
import ai.matey.ir.IREmbedResponse;
import ai.matey.ir.IREmbedding;
import ai.matey.ir.IRWarning;

/**
 * Converts vectors to the requested number of dimensions and adds a warning. Together
 * documents no field for the number of dimensions.
 */
final class DimensionReducer {

	private DimensionReducer() {
	}

	static IREmbedResponse apply(IREmbedRequest request, IREmbedResponse response) {
		Integer requested = request.dimensions();
		if (requested == null || requested == response.dimensions()) {
			return response;
		}
		List<IREmbedding> embeddings = response.embeddings()
			.stream()
			.map((embedding) -> new IREmbedding(embedding.index(),
					resized(embedding.vector(), requested, request.dimensionStrategy())))
			.toList();
		int dimensions = embeddings.get(0).dimensions();
		String result = (dimensions == requested) ? "were resized to " + requested
				: "were kept, since strategy TRUNCATE cannot extend them to " + requested;
		IRWarning warning = new IRWarning(IRWarning.Category.PARAMETER_NORMALIZED,
				"The model's vectors have " + response.dimensions() + " dimensions and " + result, "dimensions",
				ProviderNames.ADAPTER);
		return new IREmbedResponse(embeddings, dimensions, response.usage(),
				response.metadata().mutate().warning(warning).build());
	}

	private static float[] resized(float[] vector, int dimensions, DimensionStrategy strategy) {
		if (vector.length > dimensions) {
			return normalised(Arrays.copyOf(vector, dimensions));
		}
		return (strategy == DimensionStrategy.PAD) ? Arrays.copyOf(vector, dimensions) : vector;
	}

	private static float[] normalised(float[] vector) {
		double squares = 0;
		for (float component : vector) {
			squares += (double) component * component;
		}
		double norm = Math.sqrt(squares);
		for (int i = 0; norm > 0 && i < vector.length; i++) {
			vector[i] = (float) (vector[i] / norm);
		}
		return vector;
	}

}
