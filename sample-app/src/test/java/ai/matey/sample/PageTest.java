package ai.matey.sample;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A {@link GatewayTest} of the page in a {@link Browser}, which its methods get. All such
 * tests share one browser process.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@GatewayTest
@EnabledIf(value = "ai.matey.sample.Browser#isInstalled",
		disabledReason = "There is no chromium or no chromedriver on the path")
@ExtendWith(BrowserExtension.class)
@interface PageTest {

}
