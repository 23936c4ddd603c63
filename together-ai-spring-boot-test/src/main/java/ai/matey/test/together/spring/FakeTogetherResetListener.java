package ai.matey.test.together.spring;

import ai.matey.test.together.FakeTogether;

import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestExecutionListener;

/**
 * Resets the server before each test.
 */
final class FakeTogetherResetListener implements TestExecutionListener {

	@Override
	public void beforeTestMethod(TestContext testContext) {
		if (TestContextAnnotationUtils.hasAnnotation(testContext.getTestClass(), AutoConfigureFakeTogether.class)) {
			testContext.getApplicationContext()
				.getBean(FakeTogetherContextCustomizer.BEAN_NAME, FakeTogether.class)
				.reset();
		}
	}

}
