/** What verifying found, as files for other programs and for people. */
package aria.verify.report;
