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
 * Brings vectors to a wished number of dimensions. Together documents no field for it, so
 * it is done here, and said so.
 */
final class DimensionReducer {

	private DimensionReducer() {
	}

	static IREmbedResponse apply(IREmbedRequest request, IREmbedResponse response) {
		Integer wished = request.dimensions();
		if (wished == null || wished == response.dimensions()) {
			return response;
		}
		List<IREmbedding> embeddings = response.embeddings()
			.stream()
			.map((embedding) -> new IREmbedding(embedding.index(),
					resized(embedding.vector(), wished, request.dimensionStrategy())))
			.toList();
		int dimensions = embeddings.get(0).dimensions();
		String result = (dimensions == wished) ? "were brought to " + wished
				: "stay so, since strategy TRUNCATE adds nothing to reach " + wished;
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
