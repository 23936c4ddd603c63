package ai.matey.ir;

import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ListModelsOptionsTests {

	private static final AIModel MODEL = model(100_000, new ModelPricing(0.5, 1.5, null, Map.of()));

	private static final AIModel UNKNOWN = model(null, null);

	@Test
	void limitsIncludeTheirBorder() {
		assertThat(ListModelsOptions.builder().minContextLength(100_000).build().matches(MODEL)).isTrue();
		assertThat(ListModelsOptions.builder().minContextLength(100_001).build().matches(MODEL)).isFalse();
		assertThat(ListModelsOptions.builder().maxInputPrice(0.5).build().matches(MODEL)).isTrue();
		assertThat(ListModelsOptions.builder().maxInputPrice(0.49).build().matches(MODEL)).isFalse();
		assertThat(ListModelsOptions.builder().maxOutputPrice(1.5).build().matches(MODEL)).isTrue();
		assertThat(ListModelsOptions.builder().maxOutputPrice(1.49).build().matches(MODEL)).isFalse();
	}

	@Test
	void valueThatIsNotKnownFitsNoLimit() {
		assertThat(ListModelsOptions.builder().minContextLength(1).build().matches(UNKNOWN)).isFalse();
		assertThat(ListModelsOptions.builder().maxInputPrice(100).build().matches(UNKNOWN)).isFalse();
		assertThat(ListModelsOptions.ALL.matches(UNKNOWN)).isTrue();
	}

	@Test
	void refusedModelIsListedUnlessUnwanted() {
		AIModel refused = MODEL.withRefused(true);
		assertThat(ListModelsOptions.ALL.matches(refused)).isTrue();
		assertThat(ListModelsOptions.builder().withoutRefused().build().matches(refused)).isFalse();
		assertThat(ListModelsOptions.builder().withoutRefused().build().matches(MODEL)).isTrue();
	}

	@Test
	void refreshingKeepsTheFilters() {
		ListModelsOptions options = ListModelsOptions.builder()
			.types("chat")
			.minContextLength(1)
			.maxInputPrice(2)
			.maxOutputPrice(3)
			.withoutRefused()
			.build();
		assertThat(options.refreshed())
			.isEqualTo(new ListModelsOptions(true, Set.of("chat"), Set.of(), false, 1, 2.0, 3.0, true));
	}

	private static AIModel model(@Nullable Integer contextLength, @Nullable ModelPricing pricing) {
		return new AIModel("a", "A", "chat", null, null, contextLength, Set.of(ModelCapability.CHAT), pricing,
				Map.of());
	}

}
