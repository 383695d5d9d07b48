///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//JAVA_OPTIONS -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
//COMPILE_OPTIONS -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC -encoding UTF-8
//DEPS aria/Project.java
//DESCRIPTION Certificates by hand: make, show, check, renew, revoke, export.

import aria.cli.CommonOptions;
import aria.cli.Launcher;
import aria.cli.RotateCa;
import aria.cli.pkicert.Audit;
import aria.cli.pkicert.Create;
import aria.cli.pkicert.Export;
import aria.cli.pkicert.Inspect;
import aria.cli.pkicert.Lint;
import aria.cli.pkicert.ListCertificates;
import aria.cli.pkicert.MakeBackup;
import aria.cli.pkicert.Metrics;
import aria.cli.pkicert.Renew;
import aria.cli.pkicert.Restore;
import aria.cli.pkicert.RevocationLists;
import aria.cli.pkicert.Revoke;
import aria.cli.pkicert.RotatePassword;
import aria.cli.pkicert.ShowCa;
import aria.cli.pkicert.Trust;
import aria.cli.pkicert.Verify;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "pki-cert",
        description = "Certificates by hand: make, show, check, renew, revoke, export.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            Create.class,
            Inspect.class,
            Verify.class,
            ListCertificates.class,
            Lint.class,
            Renew.class,
            Revoke.class,
            Export.class,
            RevocationLists.class,
            RotatePassword.class,
            RotateCa.class,
            Metrics.class,
            ShowCa.class,
            Trust.class,
            Audit.class,
            MakeBackup.class,
            Restore.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  pki-cert list                        this project's certificates and their lifetimes",
            "  pki-cert create ada --type person    a certificate for a browser",
            "  pki-cert verify localhost:8443       what a server presents",
            "",
            "pki-cert COMMAND --help shows a command's options and examples."
        })
class PkiCert implements Callable<Integer> {
    @Mixin
    CommonOptions common;

    @Spec
    CommandSpec spec;

    public static void main(String... arguments) {
        System.exit(Launcher.run(new PkiCert(), arguments));
    }

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "name a command: " + String.join(", ", spec.subcommands().keySet()));
    }
}
