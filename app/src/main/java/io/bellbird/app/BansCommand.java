package io.bellbird.app;

import io.bellbird.app.cli.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bellbird bans}: the addresses that a running broker does not let in, since they guess passwords. */
@Command(
        name = "bans",
        description = {
            "Lists the addresses that a running broker has banned, or lifts a ban.",
            "They are banned for logins that failed. Beside each are the seconds that are left of it."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:listed, or lifted",
            "1:no broker was found, it does not answer, or the address is not banned",
            "2:the command line is wrong",
            "3:the configuration is wrong"
        })
final class BansCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private RunningBroker broker = new RunningBroker();

    @Option(names = "--lift", paramLabel = "ADDRESS", description = "Lets this address connect again.")
    private @Nullable String lifted;

    @Override
    public Integer call() throws InterruptedException {
        return broker.ask(this::ask, spec.commandLine().getErr());
    }

    private void ask(AdminClient admin) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (lifted != null) {
            out.print(admin.ask("POST", "/bans/lift?" + AdminClient.parameter("address", lifted)));
        } else {
            String bans = admin.ask("GET", "/bans");
            out.print(bans.isEmpty() ? "no address is banned\n" : bans);
        }
        out.flush();
    }
}
