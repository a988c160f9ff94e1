"""An organisation asks to belong: written without an account, examined, decided, heard again."""
