from coachkit.serve.app import main

main()
